/** Prints the properties of a JSON Schema object as a Markdown table: key, value, default, meaning. */

export interface PropertySchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: string | number | boolean | object | null;
  readonly enum?: readonly unknown[];
  readonly const?: string | number | boolean;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly $comment?: string;
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly required?: readonly string[];
  readonly items?: PropertySchema;
  readonly prefixItems?: readonly PropertySchema[];
  readonly anyOf?: readonly PropertySchema[];
  readonly oneOf?: readonly PropertySchema[];
}

/** The default of a section whose keys have defaults of their own. */
export const asBelow = 'as below';

interface Row {
  readonly key: string;
  readonly value: string;
  readonly preset: string;
  readonly meaning: string;
}

/** Nested maps become dotted keys; keys in `except` are explained elsewhere. */
export function propertyTable(schema: PropertySchema, except: readonly string[] = []): string {
  const rows = rowsOf(schema, '').filter((row) => !except.includes(row.key));
  if (rows.length === 0) return 'No settings.\n';
  const lines = rows.map(({ key, value, preset, meaning }) => `| \`${key}\` | ${value} | ${preset} | ${meaning} |`);
  return ['| key | value | default | meaning |', '|---|---|---|---|', ...lines, ''].join('\n');
}

function rowsOf(schema: PropertySchema, prefix: string): readonly Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const isRequired = schema.required?.includes(name) === true;
    const row = {
      key: prefix + name,
      value: valueOf(property),
      preset: presetOf(property, isRequired),
      meaning: cell(property.description ?? ''),
    };
    const inner = property.type === 'array' ? itemOf(property) : property;
    const separator = property.type === 'array' ? '[].' : '.';
    const isNested = inner?.properties !== undefined;
    return isNested ? [row, ...rowsOf(inner, `${prefix}${name}${separator}`)] : [row];
  });
}

function valueOf(property: PropertySchema): string {
  const { enum: values, const: constant, title, $comment, type } = property;
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (constant !== undefined) return `\`${String(constant)}\``;
  if (title !== undefined) return $comment === undefined ? title : `${title}, ${$comment}`;
  const members = property.anyOf ?? property.oneOf;
  if (members !== undefined) return members.map(valueOf).join(' or ');
  if (type === 'array') return `list of ${plural(itemOf(property))}${itemRange(property)}`;
  if (type === 'object') return 'map';
  if (type === 'boolean') return '`true`, `false`';
  if (type === 'string') return 'text';
  return `${type === 'integer' ? 'whole number' : 'number'}${numberRange(property)}`;
}

function itemOf({ prefixItems, items }: PropertySchema): PropertySchema | undefined {
  return prefixItems?.[0] ?? items;
}

function plural(items: PropertySchema | undefined): string {
  if (items === undefined) return 'values';
  const word = valueOf(items);
  const known: Readonly<Record<string, string>> = { text: 'texts', map: 'maps', number: 'numbers' };
  return known[word] ?? (items.title === undefined ? word : word.replace(items.title, `${items.title}s`));
}

function itemRange({ minItems = 0, maxItems, prefixItems }: PropertySchema): string {
  if (prefixItems !== undefined) return `, exactly ${prefixItems.length}`;
  if (maxItems === undefined) return minItems > 1 ? `, at least ${minItems}` : '';
  return minItems === maxItems ? `, exactly ${minItems}` : `, ${minItems} to ${maxItems}`;
}

function numberRange({ minimum, maximum }: PropertySchema): string {
  const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (minimum !== undefined && isBounded) return `, ${minimum} to ${maximum}`;
  return minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? '' : `, at least ${minimum}`;
}

function presetOf({ default: preset }: PropertySchema, isRequired: boolean): string {
  if (preset === undefined) return isRequired ? '**required**' : '–';
  if (Array.isArray(preset) && preset.length === 0) return 'none';
  if (preset === asBelow) return asBelow;
  if (typeof preset !== 'object' || preset === null) return preset === '' ? '–' : `\`${String(preset)}\``;
  return Object.keys(preset).length === 0 ? asBelow : cell(describeList(preset));
}

/** Lists of named things are shown by their names: a default node list would fill the page otherwise. */
function describeList(preset: object): string {
  const items: readonly unknown[] = Array.isArray(preset) ? preset : [preset];
  return items
    .map((item) => {
      if (typeof item !== 'object' || item === null) return `\`${String(item)}\``;
      return `\`{ ${Object.entries(item)
        .map(([key, value]) => `${key}: ${String(value)}`)
        .join(', ')} }\``;
    })
    .join(', ');
}

/** A bar would end the table's cell. */
function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}
