/** A form made from an options schema: sliders that say their values, switches, choices. */
import { NumberInput, Select, Switch } from '@mantine/core';
import { memo, useCallback, useId, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { ValueSlider } from '../../ui/value-slider.tsx';
import { type FormField, formFields } from './form-fields.ts';
import classes from './options-form.module.css';

/** `names` is the i18n prefix of the labels, e.g. `settings.portrait`; `only` picks fields. */
export type OptionsFormProps = {
  schema: z.ZodObject;
  names: string;
  values: Readonly<Record<string, unknown>>;
  only?: (key: string) => boolean;
  change(patch: Record<string, unknown>): void;
};

/** Every field of the schema, in its order. */
export const OptionsForm = ({ schema, names, values, only = () => true, change }: OptionsFormProps) => {
  const fields = useMemo(() => formFields(schema), [schema]);
  const latest = useRef(change);
  latest.current = change;
  const changeOne = useCallback((key: string, value: unknown) => latest.current({ [key]: value }), []);
  return (
    <div className={classes.form}>
      {fields
        .filter(({ key }) => only(key))
        .map(field => (
          <OptionField
            key={field.key}
            field={field}
            names={names}
            value={values[field.key] ?? field.initial}
            changeOne={changeOne}
          />
        ))}
    </div>
  );
};

type OptionFieldProps = {
  field: FormField;
  names: string;
  value: unknown;
  changeOne(key: string, value: unknown): void;
};

/** Redrawn only when its own value changes. */
const OptionField = memo(({ field, names, value, changeOne }: OptionFieldProps) => {
  const { t } = useTranslation();
  const change = (next: unknown): void => changeOne(field.key, next);
  const id = useId();
  const label = t(`${names}.${field.key}`);
  if (field.kind === 'slider')
    return <ValueSlider {...field} label={label} value={Number(value)} onChange={change} />;
  return (
    <div className={classes.line}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      {field.kind === 'switch' && (
        <Switch
          id={id}
          size="sm"
          checked={value === true}
          onChange={event => change(event.currentTarget.checked)}
        />
      )}
      {field.kind === 'whole' && (
        <NumberInput
          id={id}
          size="xs"
          w={112}
          min={field.min}
          max={field.max}
          clampBehavior="strict"
          allowDecimal={false}
          value={Number(value)}
          onChange={next => typeof next === 'number' && change(next)}
        />
      )}
      {field.kind === 'choice' && (
        <Select
          id={id}
          size="xs"
          w={168}
          allowDeselect={false}
          value={String(value)}
          data={field.choices.map(choice => ({ value: choice, label: t(`settings.${field.key}.${choice}`) }))}
          onChange={change}
        />
      )}
    </div>
  );
});
