/** Events as the CRM's services create them, for contacts without rows: the payloads contain all that is read. */
export async function loadEvents(load) {
  const [{ contactCreated }, { tagAssigned }, { whatsappMessageReceived }] = await Promise.all(
    ['crm/contacts/contacts.events', 'crm/tags/tags.events', 'crm/conversations/conversations.events'].map(load),
  );
  return {
    created: (contactId, city = 'Recife') => contactCreated({ contactId, contact: contactOf(contactId, city) }),
    tagged: (contactId, tag) =>
      tagAssigned({ tagId: tag.id, entityType: 'contact', entityId: contactId, contactId, orderId: null, tag }),
    // A contact's conversation uses the contact's id.
    replied: (contactId, messageId) =>
      whatsappMessageReceived({ messageId, conversationId: contactId, contactId, message: messageOf(messageId) }),
  };
}

const contactOf = (id, city) => ({
  id,
  name: 'Ana',
  phone: '+5511999990000',
  email: null,
  city,
  region: null,
  address: null,
  timeZone: null,
  optedOutAt: null,
  customFields: {},
  createdAt: new Date().toISOString(),
});

function messageOf(id) {
  const now = new Date().toISOString();
  return {
    id,
    text: 'Yes',
    kind: 'TEXT',
    direction: 'INBOUND',
    providerMessageId: id,
    status: 'RECEIVED',
    sentAt: now,
    receivedAt: now,
    createdAt: now,
  };
}
