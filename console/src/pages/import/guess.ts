/** What is imported. */
export type What = 'contacts' | 'orders';

/** The fields that columns may be written to; the API knows the same. */
export const FIELDS = {
  contacts: [
    'name',
    'phone',
    'email',
    'city',
    'region',
    'address',
    'timeZone',
    'optedOutAt',
    'tags',
    'id',
    'customFields',
  ],
  orders: [
    ...['name', 'value', 'pipeline', 'stage', 'contactPhone', 'contactEmail', 'description', 'tags'],
    ...['shippingAddress', 'shippingCity', 'shippingRegion', 'shippingPostalCode', 'id', 'customFields'],
  ],
} as const;

/** The field of a column, or none. */
export type Mapping = Record<string, string>;

// Words that headers have in English, Spanish and Portuguese, folded.
const WORDS: Record<What, [field: string, words: RegExp][]> = {
  contacts: [
    ['email', /^(e-?mail|mail|correo|e-?mail address|correo electronico)$/],
    ['phone', /^(phone|phone number|mobile|whatsapp|telefono|telefone|celular|movil|tel)$/],
    ['name', /^(name|full name|nombre|nome|nombre completo|nome completo|contact|contacto|contato|cliente|client)$/],
    ['city', /^(city|ciudad|cidade)$/],
    ['region', /^(region|regiao|state|estado|province|provincia|departamento|uf)$/],
    ['address', /^(address|direccion|endereco|street|calle|rua)$/],
    ['tags', /^(tags?|labels?|etiquetas?)$/],
  ],
  orders: [
    ['name', /^(name|deal|order|title|nombre|nome|titulo|pedido|negocio|oportunidad|oportunidade)$/],
    ['value', /^(value|amount|total|price|valor|monto|importe|precio|preco)$/],
    ['pipeline', /^(pipeline|embudo|funil|funnel)$/],
    ['stage', /^(stage|etapa|status|estado|fase)$/],
    ['contactPhone', /^(phone|mobile|whatsapp|telefono|telefone|celular)$/],
    ['contactEmail', /^(e-?mail|mail|correo)$/],
    ['description', /^(description|notes?|descripcion|descricao|notas?|observaciones|observacoes)$/],
    ['tags', /^(tags?|labels?|etiquetas?)$/],
  ],
};

const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .trim()
    .toLowerCase();

/** The custom field that is named as a column. */
export function customFieldOf(column: string): string {
  const words = folded(column).split(/[^a-z0-9]+/);
  const name = words.filter(Boolean).join('_').slice(0, 50);
  return `customFields.${/^[a-z]/.test(name) ? name : `field_${name}`}`;
}

/** The field that each column seems to be for; a field is given to one column only. */
export function guessed(what: What, columns: readonly string[]): Mapping {
  const taken = new Set<string>();
  return Object.fromEntries(
    columns.map((column) => {
      const field =
        FIELDS[what].find((each) => each.toLowerCase() === column.toLowerCase()) ??
        (/^customFields\.\w+$/.test(column) ? column : undefined) ??
        WORDS[what].find(([, words]) => words.test(folded(column)))?.[0];
      if (!field || taken.has(field)) return [column, ''];
      taken.add(field);
      return [column, field];
    }),
  );
}
