import { v7, validate } from 'uuid';

/** A new UUIDv7: sorts by the time it was made. */
export const newId = (): string => v7();

/** True for any UUID. */
export const isId = (value: unknown): value is string => typeof value === 'string' && validate(value);
