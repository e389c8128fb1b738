import { withoutPersonalData } from './without-personal-data.js';

it('keeps the structure, ids, times, amounts and kinds, but no names and no text that a person wrote', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  const payload = {
    contactId: id,
    contact: {
      name: 'Ana',
      phone: '+5511999990000',
      customFields: { pet: 'Rex' },
      tags: ['VIP'],
      createdAt: '2026-01-31T09:00:00.000Z',
    },
    stage: { id, name: 'Won' },
    status: 'SENT',
    count: 3,
    'Ana Lima': true,
    nothing: null,
  };
  expect(withoutPersonalData(payload)).toEqual({
    contactId: id,
    contact: {
      name: 'Erased',
      phone: 'Erased',
      customFields: {},
      tags: ['Erased'],
      createdAt: '2026-01-31T09:00:00.000Z',
    },
    stage: { id, name: 'Won' },
    status: 'SENT',
    count: 3,
    Erased: true,
    nothing: null,
  });
});
