/** A text field that keeps what was typed when it is left, and goes back to what is kept on Esc. */
import { Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';

/** `keep` is called with trimmed text that differs from `value`. */
export const KeptField = ({
  label,
  value,
  keep,
  lines = 1,
  placeholder,
  maxLength,
  required = false,
}: {
  label: string;
  value: string;
  keep(text: string): void;
  lines?: number;
  placeholder?: string;
  maxLength: number;
  required?: boolean;
}) => {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const save = (): void => {
    const clean = text.trim();
    if (clean !== value && !(required && clean === '')) keep(clean);
    else setText(value);
  };
  const shared = {
    size: 'xs' as const,
    label,
    placeholder,
    maxLength,
    value: text,
    onBlur: save,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  };
  if (lines > 1) return <Textarea {...shared} autosize minRows={lines} maxRows={6} />;
  return (
    <TextInput
      {...shared}
      onKeyDown={event => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') {
          event.stopPropagation();
          setText(value);
        }
      }}
    />
  );
};
