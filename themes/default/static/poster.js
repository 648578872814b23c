// QR codes (ISO/IEC 18004: bytes, level M): on the poster of a stop, and of a calendar that was chosen.
// Made here and not by the build: that would be a file for each stop and language.
{
  const ERROR_WORDS = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
  const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];
  const FORMAT = 0x5412; // level M, mask 0: readers take any mask, and an address leaves no large areas of one colour
  const range = (count) => [...Array(count).keys()];
  const bitsOf = (number, length) => number.toString(2).padStart(length, "0");
  const multiply = (a, b) => {
    let product = 0;
    for (let bit = 7; bit >= 0; bit--) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((b >> bit) & 1) * a);
    return product;
  };
  // The rest of a division of polynomials (Reed-Solomon).
  const divide = (words, degree) => {
    let divisor = [...Array(degree - 1).fill(0), 1];
    let root = 1;
    for (const _ of divisor) {
      divisor = divisor.map((word, at) => multiply(word, root) ^ (divisor[at + 1] || 0));
      root = multiply(root, 2);
    }
    let rest = divisor.map(() => 0);
    for (const word of words) {
      const factor = word ^ rest[0];
      rest = divisor.map((one, n) => (rest[n + 1] || 0) ^ multiply(one, factor));
    }
    return rest;
  };
  // The fixed parts: cells are "1" and "0", those for data "".
  const draw = (version) => {
    const size = 17 + 4 * version;
    const cells = range(size).map(() => Array(size).fill(""));
    const set = (x, y, dark) => { if (cells[y] && x in cells[y]) cells[y][x] = `${+dark}`; };
    const drawSquares = (left, top, radius, light) => {
      for (const y of range(2 * radius + 1)) for (const x of range(2 * radius + 1)) set(left + x - radius, top + y - radius, !light.includes(Math.max(Math.abs(x - radius), Math.abs(y - radius))));
    };
    for (const n of range(size)) { set(n, 6, n % 2 === 0); set(6, n, n % 2 === 0); }
    for (const [left, top] of [[3, 3], [size - 4, 3], [3, size - 4]]) drawSquares(left, top, 4, [2, 4]);
    const count = version > 1 ? (version / 7 | 0) + 2 : 0;
    const step = 2 * Math.ceil((4 * version + 4) / (2 * count - 2));
    const places = count ? [6, ...range(count - 1).map((n) => size - 7 - n * step)] : [];
    for (const left of places) {
      for (const top of places) if (left + top > 12 && Math.abs(left - top) < size - 13) drawSquares(left, top, 2, [1]);
    }
    if (version > 6) {
      let bits = version << 12;
      for (const n of range(6)) if (bits >> (17 - n) & 1) bits ^= 0x1f25 << (5 - n);
      bits |= version << 12;
      for (const n of range(18)) {
        const [a, b] = [size - 11 + (n % 3), n / 3 | 0];
        set(a, b, (bits >> n) & 1);
        set(b, a, (bits >> n) & 1);
      }
    }
    for (const n of range(15)) {
      const bit = (FORMAT >> n) & 1;
      set(8, n < 6 ? n : n < 8 ? n + 1 : size - 15 + n, bit);
      set(n < 8 ? size - 1 - n : n < 9 ? 7 : 14 - n, 8, bit);
    }
    set(8, size - 8, 1);
    return cells;
  };
  const makeCode = (text) => {
    const bytes = [...new TextEncoder().encode(text)];
    for (const version of range(16).slice(1)) {
      const cells = draw(version);
      const errors = ERROR_WORDS[version];
      const blockCount = BLOCKS[version];
      const dataCount = (cells.flat().filter((cell) => !cell).length >> 3) - errors * blockCount;
      const start = `0100${bitsOf(bytes.length, version < 10 ? 8 : 16)}`;
      if (start.length + 8 * bytes.length > 8 * dataCount) continue;
      const data = `${start}${bytes.map((byte) => bitsOf(byte, 8)).join("")}0000`.padEnd(8 * dataCount, "1110110000010001");
      const words = range(dataCount).map((n) => parseInt(data.slice(8 * n, 8 * n + 8), 2));
      const startOf = (block) => block * (dataCount / blockCount | 0) + Math.max(0, block - blockCount + dataCount % blockCount);
      const blocks = range(blockCount).map((n) => words.slice(startOf(n), startOf(n + 1)));
      const interleave = (parts) => range(dataCount).flatMap((n) => parts.filter((part) => n in part).map((part) => bitsOf(part[n], 8)));
      const bits = [...interleave(blocks), ...interleave(blocks.map((block) => divide(block, errors)))].join("");
      let next = 0;
      for (let right = cells.length - 1; right > 0; right -= right === 8 ? 3 : 2) {
        for (const n of range(2 * cells.length)) {
          const [x, row] = [right - n % 2, n >> 1];
          const y = right + (right < 6) & 2 ? row : cells.length - 1 - row;
          if (!cells[y][x]) cells[y][x] = `${(bits[next++] || 0) ^ (x + y + 1) % 2}`;
        }
      }
      return cells.map((row) => row.join(""));
    }
    return [];
  };
  globalThis.drawCode = (text) => {
    const rows = makeCode(text);
    const path = rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map((run) => `M${run.index + 4} ${y + 4}h${run[0].length}v1h-${run[0].length}z`)).join("");
    const size = rows.length + 8;
    return path && `<svg viewBox="0 0 ${size} ${size}" aria-hidden="true"><path d="${path}"/></svg>`;
  };
  const poster = select(".poster");
  if (poster && !select("svg", poster)) poster.insertAdjacentHTML("afterbegin", drawCode(select("b", poster).textContent));
}
