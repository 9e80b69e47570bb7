/** What to do about an error, and its code to copy. */
import { CopyButton, Group, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '../../shared/errors.ts';
import classes from './error-note.module.css';

/** One error. Its title is the caller's, and `help` where the caller knows better than the code. */
export const ErrorNote = ({ error, help }: { error: Pick<ErrorData, 'code' | 'message'>; help?: string }) => {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm" c="var(--text-2)">
        {help ??
          (error.code === 'internal/bug'
            ? error.message
            : t(`errors.${error.code}.help`, { defaultValue: error.message }))}
      </Text>
      <CopyButton value={`${error.code}: ${error.message}`}>
        {({ copied, copy }) => (
          <UnstyledButton
            className={classes.code}
            onClick={copy}
            aria-label={t('common.copyCode', { code: error.code })}
          >
            <Group gap={4} wrap="nowrap">
              <span>{error.code}</span>
              {copied ? <IconCheck size={12} /> : <IconCopy size={12} />}
            </Group>
          </UnstyledButton>
        )}
      </CopyButton>
    </div>
  );
};
