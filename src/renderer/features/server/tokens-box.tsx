/** Tokens of other programs: made, shown once, revoked. */
import { Button, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import { CopyText } from './copy-text.tsx';
import classes from './server-screen.module.css';
import { shortTime } from './short-time.ts';

/** With a form above the list. */
export const TokensBox = () => {
  const { t, i18n } = useTranslation();
  const { access } = useStudio();
  const tokens = useStore(access.view, view => view.tokens);
  return (
    <Section title={t('server.tokens')}>
      <p className={classes.hint}>{t('server.tokensHelp')}</p>
      <NewToken />
      {tokens.length === 0 ? (
        <p className={classes.hint}>{t('server.tokensEmpty')}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('server.tokenName')}</th>
              <th>{t('server.scopes')}</th>
              <th>{t('server.created')}</th>
              <th>{t('server.lastUsed')}</th>
              <th className={classes.number}>{t('server.connections')}</th>
              <th>
                <span className="visually-hidden">{t('server.revoke')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tokens.map(token => (
              <tr key={token.id}>
                <td>
                  <b>{token.name}</b>
                </td>
                <td>{token.scopes.map(scope => t(`server.scope.${scope}`)).join(', ')}</td>
                <td>{shortTime(token.createdAt, i18n.language)}</td>
                <td>
                  {token.lastUsedAt === null ? t('server.never') : shortTime(token.lastUsedAt, i18n.language)}
                </td>
                <td className={classes.number}>{token.connections}</td>
                <td className={classes.number}>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="red"
                    aria-label={t('server.revokeOne', { name: token.name })}
                    onClick={() => void access.revokeToken(token)}
                  >
                    {t('server.revoke')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
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
