/** Tokens of other programs: made, shown once, revoked. */
import { Button, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import { CopyText } from './copy-text.tsx';
import { KeptAction, KeptTable, KeptTimes } from './kept-table.tsx';
import classes from './server-screen.module.css';

/** With a form above the list. */
export const TokensBox = () => {
  const { t } = useTranslation();
  const { access } = useStudio();
  const tokens = useStore(access.view, view => view.tokens);
  return (
    <Section title={t('server.tokens')}>
      <p className={classes.hint}>{t('server.tokensHelp')}</p>
      <NewToken />
      {tokens.length === 0 ? (
        <p className={classes.hint}>{t('server.tokensEmpty')}</p>
      ) : (
        <KeptTable
          heads={[
            { text: t('server.tokenName') },
            { text: t('server.scopes') },
            { text: t('server.created') },
            { text: t('server.lastUsed') },
            { text: t('server.connections'), isNumber: true },
          ]}
          action={t('server.revoke')}
        >
          {tokens.map(token => (
            <tr key={token.id}>
              <td>
                <b>{token.name}</b>
              </td>
              <td>{token.scopes.map(scope => t(`server.scope.${scope}`)).join(', ')}</td>
              <KeptTimes since={token.createdAt} last={token.lastUsedAt} />
              <td className={classes.number}>{token.connections}</td>
              <KeptAction
                text={t('server.revoke')}
                label={t('server.revokeOne', { name: token.name })}
                color="red"
                act={() => void access.revokeToken(token)}
              />
            </tr>
          ))}
        </KeptTable>
      )}
    </Section>
  );
};

const NewToken = () => {
  const { t } = useTranslation();
  const { access } = useStudio();
  const secret = useStore(access.view, view => view.secret);
  const [name, setName] = useState('');
  if (secret !== null) {
    return (
      <div className={classes.secret}>
        <p>{t('server.secretOnce', { name: secret.name })}</p>
        <div className={classes.inline}>
          <code>{secret.text}</code>
          <CopyText text={secret.text} />
          <Button size="compact-sm" variant="default" onClick={() => access.forgetSecret()}>
            {t('server.secretTaken')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className={classes.newToken}
      onSubmit={event => {
        event.preventDefault();
        if (name.trim() === '') return;
        void access.createToken(name.trim());
        setName('');
      }}
    >
      <TextInput
        size="xs"
        aria-label={t('server.tokenName')}
        placeholder={t('server.tokenNameExample')}
        maxLength={60}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" size="xs" leftSection={<IconKey size={14} />} disabled={name.trim() === ''}>
        {t('server.makeToken')}
      </Button>
    </form>
  );
};
