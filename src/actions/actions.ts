import { findOnShelf } from '../platform/discovery.js';
import { shelve } from './action-shelf.js';

/** Every action of the library by its type. */
export const ACTIONS = shelve(await findOnShelf(new URL('./library/', import.meta.url), 'action'));
