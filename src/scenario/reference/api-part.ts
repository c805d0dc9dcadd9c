/** The part of the reference about the payment API: where it is, what it is sent, what its answers mean, and what stands in braces. */
import { placeholders } from '../../model/api.js';
import { asBelow, propertyTable, type PropertySchema } from './property-table.js';

/** Requests that every API has; an operation may have one of its own. */
const standing = ['payment', 'read', 'history', 'status'];
const keysOfRequest = ['method', 'path', 'headers', 'body'];

export function apiPart(api: PropertySchema): string {
  const { requests, answers, ...rest } = api.properties ?? {};
  const rows = Object.entries(placeholders).map(([name, meaning]) => `| \`{${name}}\` | ${meaning} |`);
  const requestRows = standing.map((name) => {
    const { description = '', properties = {} } = requests?.properties?.[name] ?? {};
    const presets = keysOfRequest.map((key) => presetOf(properties[key]));
    return `| \`${name}\` | ${description} | ${presets.slice(0, 2).join(' ')} |`;
  });
  return [
    '### `api`\n',
    `${api.description ?? ''}\n`,
    propertyTable({ properties: rest }),
    '#### `api.requests`\n',
    'Each has `method`, `path`, `headers` and `body`; an operation by its own name, such as `top-up`, where its request is not the one of all. By default a payment is sent as the reference gateway takes it.\n',
    '| request | what it does | default |\n|---|---|---|',
    ...requestRows,
    '\nIn path, headers and body stand:\n',
    '| placeholder | what it becomes |\n|---|---|',
    ...rows,
    '\n#### `api.answers`\n',
    'A rule is a status (`409`), a class (`2xx`), or either with a word in a field of the JSON body (`200 if result.code = 51`); the narrowest one that fits decides.\n',
    propertyTable(answers ?? { default: asBelow }),
  ].join('\n');
}

function presetOf(property: PropertySchema | undefined): string {
  return typeof property?.default === 'string' && property.default !== '' ? `\`${property.default}\`` : '';
}
