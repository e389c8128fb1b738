import type { MessageTemplate, TemplateParameter } from './message-template.js';

const text = (name: string, example: string): TemplateParameter => ({ part: 'BODY', kind: 'TEXT', name, example });

/** The templates of a workspace whose messages go to the local outbox: examples for development and demos. */
export const LOCAL_TEMPLATES: readonly MessageTemplate[] = [
  {
    name: 'hello_world',
    language: 'en_US',
    category: 'UTILITY',
    status: 'APPROVED',
    text: 'Welcome. This is a test message.',
    parameters: [],
  },
  {
    name: 'order_update',
    language: 'pt_BR',
    category: 'UTILITY',
    status: 'APPROVED',
    text: 'Olá {{1}}, seu pedido {{2}} está a caminho.',
    parameters: [
      text('1', 'Ana'),
      text('2', 'Café em grãos'),
      { part: 'BUTTON', kind: 'URL', name: '0', example: 'Acompanhar' },
    ],
  },
  {
    name: 'we_miss_you',
    language: 'es',
    category: 'MARKETING',
    status: 'APPROVED',
    text: 'Hola {{name}}, hace tiempo que no sabemos de ti.',
    parameters: [{ part: 'HEADER', kind: 'IMAGE', name: '1', example: null }, text('name', 'Ana')],
  },
];
