import { randomBytes } from 'node:crypto';
import { newId } from '../../kernel/ids.js';

const SECRET_BYTES = 32;
const FORMAT = /^crm_([0-9a-f]{32})\.[\w-]{43}$/;

/** A new key, `crm_<id>.<secret>`: an id for the lookup, and 256 random bits. */
export const generateKey = () =>
  `crm_${newId().replaceAll('-', '')}.${randomBytes(SECRET_BYTES).toString('base64url')}`;

/** The id in a key; undefined for a key chosen by the operator. */
export const idOfKey = (key: string) =>
  FORMAT.exec(key)?.[1]?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
