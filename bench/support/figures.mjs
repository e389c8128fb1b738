/** Figures from samples. */

/** The q-quantile of numbers. */
export function quantile(numbers, q) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

export const median = (numbers) => quantile(numbers, 0.5);

/** With three digits that mean something. */
export const rounded = (number) => (number === undefined || number === null ? number : Number(number.toPrecision(number >= 1000 ? 4 : 3)));

/** Resolves after so many milliseconds. */
export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
