import { contactOf, entityOf, orderOf } from './subject.js';

const BOTH = { entityType: 'order', orderId: 'o', contactId: 'c' } as const;
const CONTACT_ONLY = { entityType: 'contact', orderId: null, contactId: 'c' } as const;
const NOBODY = { entityType: null, orderId: null, contactId: null } as const;

describe('entityOf', () => {
  it("is the trigger's own entity unless another is requested", () => {
    expect(entityOf(BOTH)).toEqual({ entityType: 'order', entityId: 'o' });
    expect(entityOf(BOTH, 'contact')).toEqual({ entityType: 'contact', entityId: 'c' });
  });

  it('fails permanently if the event has no such entity', () => {
    const causes = [
      () => entityOf(CONTACT_ONLY, 'order'),
      () => orderOf(CONTACT_ONLY),
      () => entityOf(NOBODY),
      () => contactOf(NOBODY),
    ];
    const codes = causes.map((cause) => {
      try {
        return cause();
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    expect(codes).toEqual(['NO_ORDER', 'NO_ORDER', 'NO_CONTACT', 'NO_CONTACT']);
  });
});
