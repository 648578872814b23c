// QR codes (ISO/IEC 18004: bytes, level M): on the poster of a stop, which then goes to the printer, and of a calendar that was chosen.
// Made here and not by the build: that would be a file for each stop and language.
{
  const ERROR_WORDS = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
  const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];
  const range = (count) => [...Array(count).keys()];
  const countWords = (version) => {
    const marks = version > 1 ? Math.floor(version / 7) + 2 : 0;
    const bits = (16 * version + 128) * version + 64 - (marks ? (25 * marks - 10) * marks - 55 : 0);
    return Math.floor((bits - (version > 6 ? 36 : 0)) / 8);
  };
  const multiply = (a, b) => {
    let product = 0;
    for (let bit = 7; bit >= 0; bit--) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((b >> bit) & 1) * a);
    return product;
  };
  const findDivisor = (degree) => {
    let divisor = [...Array(degree - 1).fill(0), 1];
    let root = 1;
    for (let n = 0; n < degree; n++) {
      divisor = divisor.map((word, at) => multiply(word, root) ^ (divisor[at + 1] || 0));
      root = multiply(root, 2);
    }
    return divisor;
  };
  const divide = (words, divisor) => {
    let rest = divisor.map(() => 0);
    for (const word of words) {
      const factor = word ^ rest[0];
      rest = [...rest.slice(1), 0].map((one, n) => one ^ multiply(divisor[n], factor));
    }
    return rest;
  };
  const encode = (bytes, version) => {
    const dataCount = countWords(version) - ERROR_WORDS[version] * BLOCKS[version];
    const lengthBits = version < 10 ? 8 : 16;
    let bits = "0100" + bytes.length.toString(2).padStart(lengthBits, "0") + bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
    bits = (bits + "0000").slice(0, 8 * dataCount);
    bits = bits.padEnd(8 * Math.ceil(bits.length / 8), "0");
    const words = bits.match(/.{8}/g).map((word) => parseInt(word, 2));
    while (words.length < dataCount) words.push(words.length % 2 === (bits.length / 8) % 2 ? 0xec : 0x11);
    const shortSize = Math.floor(dataCount / BLOCKS[version]);
    const shortCount = BLOCKS[version] - (dataCount % BLOCKS[version]);
    const blocks = range(BLOCKS[version]).map((n) => {
      const start = n * shortSize + Math.max(0, n - shortCount);
      return words.slice(start, start + shortSize + (n < shortCount ? 0 : 1));
    });
    const divisor = findDivisor(ERROR_WORDS[version]);
    const checks = blocks.map((block) => divide(block, divisor));
    const interleave = (parts) => range(Math.max(...parts.map((part) => part.length))).flatMap((n) => parts.filter((part) => n < part.length).map((part) => part[n]));
    return [...interleave(blocks), ...interleave(checks)];
  };
  const checksum = (value, count, divisor) => {
    let rest = value;
    for (let n = 0; n < count; n++) rest = (rest << 1) ^ ((rest >> (count - 1)) * divisor);
    return (value << count) | rest;
  };
  const MASKS = [
    (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
    (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2, (x, y) => ((x * y) % 2) + ((x * y) % 3),
    (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
  ];
  // The fixed parts: cells are "1" and "0", those for data "".
  const draw = (version) => {
    const size = 17 + 4 * version;
    const cells = range(size).map(() => Array(size).fill(""));
    const set = (x, y, dark) => { if (cells[y] && cells[y][x] !== undefined) cells[y][x] = dark ? "1" : "0"; };
    for (const n of range(size)) { set(n, 6, n % 2 === 0); set(6, n, n % 2 === 0); }
    for (const [left, top] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
      for (const n of range(81)) {
        const [x, y] = [(n % 9) - 4, Math.floor(n / 9) - 4];
        set(left + x, top + y, ![2, 4].includes(Math.max(Math.abs(x), Math.abs(y))));
      }
    }
    const count = version > 1 ? Math.floor(version / 7) + 2 : 0;
    const step = 2 * Math.ceil((4 * version + 4) / (2 * count - 2));
    const places = count ? [6, ...range(count - 1).map((n) => size - 7 - n * step).reverse()] : [];
    for (const left of places) {
      for (const top of places) {
        const corners = [[6, 6], [6, size - 7], [size - 7, 6]];
        if (corners.some(([x, y]) => x === left && y === top)) continue;
        for (const n of range(25)) {
          const [x, y] = [(n % 5) - 2, Math.floor(n / 5) - 2];
          set(left + x, top + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
        }
      }
    }
    if (version > 6) {
      const bits = checksum(version, 12, 0x1f25);
      for (const n of range(18)) {
        const [a, b] = [size - 11 + (n % 3), Math.floor(n / 3)];
        set(a, b, (bits >> n) & 1);
        set(b, a, (bits >> n) & 1);
      }
    }
    return { cells, set, size };
  };
  const drawFormat = ({ set, size }, mask) => {
    const bits = checksum(mask, 10, 0x537) ^ 0x5412; // level M is 00
    const bit = (n) => (bits >> n) & 1;
    for (const n of range(6)) set(8, n, bit(n));
    set(8, 7, bit(6)); set(8, 8, bit(7)); set(7, 8, bit(8));
    for (const n of range(6)) set(5 - n, 8, bit(n + 9));
    for (const n of range(8)) set(size - 1 - n, 8, bit(n));
    for (const n of range(7)) set(8, size - 7 + n, bit(n + 8));
    set(8, size - 8, 1);
  };
  const rate = (rows) => {
    const lines = [...rows, ...rows.map((_, x) => rows.map((row) => row[x]).join(""))];
    let points = 0;
    for (const line of lines) {
      for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) points += run.length - 2;
      points += 40 * ([...line.matchAll(/(?=10111010000|00001011101)/g)].length);
    }
    for (const [y, row] of rows.slice(1).entries()) for (let x = 1; x < row.length; x++) points += [row[x - 1], rows[y][x], rows[y][x - 1]].every((one) => one === row[x]) ? 3 : 0;
    const dark = rows.join("").replaceAll("0", "").length / rows.length ** 2;
    return points + 10 * Math.floor(Math.abs(dark - 0.5) * 20);
  };
  const makeCode = (text) => {
    const bytes = [...new TextEncoder().encode(text)];
    const version = range(16).find((n) => n && bytes.length + (n < 10 ? 2 : 3) <= countWords(n) - ERROR_WORDS[n] * BLOCKS[n]);
    if (!version) return null;
    const bits = encode(bytes, version).map((word) => word.toString(2).padStart(8, "0")).join("");
    const codes = MASKS.map((hides, mask) => {
      const code = draw(version);
      drawFormat(code, mask);
      let next = 0;
      for (let right = code.size - 1; right > 0; right -= 2) {
        if (right === 6) right = 5;
        const isUpward = ((right + 1) & 2) === 0;
        for (const n of range(2 * code.size)) {
          const [x, row] = [right - (n % 2), n >> 1];
          const y = isUpward ? code.size - 1 - row : row;
          if (code.cells[y][x] === "") code.cells[y][x] = `${(bits[next++] || 0) ^ (hides(x, y) === 0 ? 1 : 0)}`;
        }
      }
      return code.cells.map((row) => row.join(""));
    });
    return codes.map((rows) => [rate(rows), rows]).sort((a, b) => a[0] - b[0])[0][1];
  };
  globalThis.drawCode = (text) => {
    const rows = makeCode(text);
    if (!rows) return "";
    const path = rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map((run) => `M${run.index + 4} ${y + 4}h${run[0].length}v1h-${run[0].length}z`)).join("");
    const size = rows.length + 8;
    return `<svg viewBox="0 0 ${size} ${size}" aria-hidden="true"><path d="${path}"/></svg>`;
  };
  const poster = document.querySelector(".poster");
  if (poster) {
    if (!poster.querySelector("svg")) poster.insertAdjacentHTML("afterbegin", drawCode(poster.querySelector("b").textContent));
    print();
  }
}
