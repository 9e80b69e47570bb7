/** What to do about an error, and its code to copy. */
import { CopyButton, Group, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '../../shared/errors.ts';
import classes from './error-note.module.css';

/** One error. Its title is the caller's. */
export const ErrorNote = ({ error }: { error: Pick<ErrorData, 'code' | 'message'> }) => {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm" c="var(--text-2)">
        {error.code === 'internal/bug'
          ? error.message
          : t(`errors.${error.code}.help`, { defaultValue: error.message })}
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
