import pg from 'pg';

/** As many connections as our process has for its steps, and a few more. */
export const POOL = 20;

const INSERT = { name: 'effect', text: 'INSERT INTO effects (execution, step, note) VALUES ($1, $2, $3)' };

/** Inserts the same row as our action, by a prepared statement on this process's pool. */
export function effectsOf(connectionString) {
  const pool = new pg.Pool({ connectionString, max: POOL });
  return {
    insert: async (execution, step, note) => void (await pool.query({ ...INSERT, values: [execution, step, note] })),
    end: () => pool.end(),
  };
}

/** The small payload of each execution. */
export const payloadOf = (id) => ({
  contactId: id,
  contact: {
    id,
    name: 'Ana',
    phone: '+5511999990000',
    email: null,
    city: 'Recife',
    region: null,
    address: null,
    customFields: {},
  },
});

export const STEPS = [0, 1, 2];
