import { MOST_MISTAKES } from './errors.js';

/** The path of a value in a JSON text. */
type Place = (string | number)[];

/** A list or object being read: the number of its elements so far, or the position of its last key. */
type Frame = { index: number } | { from: number; to: number };

/**
 * The paths of numbers in a JSON text that change when parsed: numbers with more digits than a double holds, and numbers
 * beyond its range. Past the limit of listed mistakes they are only counted. Takes linear time; the text must be JSON.
 */
export function inexactNumbers(text: string): Place[] {
  const frames: Frame[] = [];
  const found: Place[] = [];
  for (let at = 0; at < text.length;) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      const end = endOfString(text, at);
      const frame = frames[frames.length - 1];
      if (frame && 'from' in frame && isKey(text, at)) [frame.from, frame.to] = [at, end];
      at = end;
    } else if (isNumeral(character)) {
      const end = endOfNumber(text, at);
      if (!isExact(text.slice(at, end))) found.push(found.length < MOST_MISTAKES ? placeOf(frames, text) : []);
      at = end;
    } else {
      if (STRUCTURE.includes(text[at]!)) moveOn(frames, text[at]!);
      at += 1;
    }
  }
  return found;
}

const QUOTE = 0x22;
const STRUCTURE = '[]{},';

/** Whether a JSON number is unchanged by parsing: its digits are those of the resulting double. */
export function isExact(numeral: string): boolean {
  const { length } = numeral;
  if (length <= SAFE_DIGITS && !numeral.includes('e') && !numeral.includes('E')) return true;
  const number = Number(numeral);
  if (!Number.isFinite(number)) return false;
  const [given, kept] = [scientific(numeral), scientific(String(number))];
  return given.digits === kept.digits && (given.digits === '' || given.exponent === kept.exponent);
}

// Doubles distinguish all numbers of up to this many digits.
const SAFE_DIGITS = 15;

/** A number without its sign as 0.<digits> times ten to the exponent; zero has no digits. */
function scientific(numeral: string): { digits: string; exponent: number } {
  const [mantissa = '', exponent = '0'] = numeral.toLowerCase().replace('-', '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  let first = 0;
  while (all[first] === '0') first += 1;
  let end = all.length;
  while (end > first && all[end - 1] === '0') end -= 1;
  return { digits: all.slice(first, end), exponent: whole.length - first + Number(exponent) };
}

function moveOn(frames: Frame[], character: string): void {
  const frame = frames.at(-1);
  if (character === '[') frames.push({ index: 0 });
  else if (character === '{') frames.push({ from: 0, to: 0 });
  else if (character === ']' || character === '}') frames.pop();
  else if (character === ',' && frame && 'index' in frame) frame.index += 1;
}

const placeOf = (frames: Frame[], text: string): Place => frames.slice(0, DEEPEST).map((frame) => partOf(frame, text));

const DEEPEST = 100;

const partOf = (frame: Frame, text: string) =>
  'index' in frame ? frame.index : (JSON.parse(text.slice(frame.from, frame.to)) as string);

// A minus sign or a digit.
const isNumeral = (character: number) => character === 0x2d || (character >= 0x30 && character <= 0x39);

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (isNumeral(text.charCodeAt(at)) || (at < text.length && '.eE+'.includes(text[at]!))) at += 1;
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

// A key follows a brace or a comma, a value follows a colon.
function isKey(text: string, at: number): boolean {
  let before = at - 1;
  while (' \n\r\t'.includes(text[before]!)) before -= 1;
  return text[before] !== ':';
}
