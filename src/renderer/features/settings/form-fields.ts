/** Turns an options schema into form fields, so that a new option appears by itself. Knows zod, no widget. */
import { z } from 'zod';

/** One field. `step` follows the range; `seed`-like wide integers are `whole`. */
export type FormField =
  | { kind: 'slider'; key: string; min: number; max: number; step: number; initial: number }
  | { kind: 'whole'; key: string; min: number; max: number; initial: number }
  | { kind: 'switch'; key: string; initial: boolean }
  | { kind: 'choice'; key: string; choices: readonly string[]; initial: string };

const Property = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.unknown(),
});
const JsonSchema = z.object({ properties: z.record(z.string(), Property) });

/** Fields in the schema's order. Throws when a field has no widget: a schema must stay within numbers with bounds, booleans and enums. */
export const formFields = (schema: z.ZodObject): FormField[] => {
  const { properties } = JsonSchema.parse(z.toJSONSchema(schema));
  return Object.entries(properties).map(([key, property]): FormField => {
    const { type, minimum: min, maximum: max, default: initial } = property;
    if (property.enum !== undefined && typeof initial === 'string')
      return { kind: 'choice', key, choices: property.enum, initial };
    if (type === 'boolean' && typeof initial === 'boolean') return { kind: 'switch', key, initial };
    if (min === undefined || max === undefined || typeof initial !== 'number')
      throw new TypeError(`The option ${key} has no form field.`);
    if (type === 'integer') return { kind: 'whole', key, min, max, initial };
    return { kind: 'slider', key, min, max, step: max - min > 2 ? 0.05 : 0.01, initial };
  });
};
