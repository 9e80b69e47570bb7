/** Where things stand on the screen: the rail, and beside it the screen of the route. */
import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { AppQuestions } from '../features/server/app-questions.tsx';
import { Page } from '../ui/page.tsx';
import { DropEverywhere, Palette } from './late-parts.ts';
import { Rail } from './rail.tsx';
import { ALL_SCREENS } from './screens.ts';
import classes from './shell.module.css';

/** Screens bring their own `<main id="main">`. */
export const Shell = () => {
  const { t } = useTranslation();
  const Home = ALL_SCREENS[0]!.Component;
  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={() => document.getElementById('main')?.focus()}>
        {t('app.skip')}
      </button>
      <AppQuestions />
      <Rail />
      <Switch>
        {ALL_SCREENS.map(({ id, path, title, under, Component }) => (
          // Routes of one screen keep what is on it: only one of them is ever shown.
          <Route key={under ?? id} path={path}>
            <Component instead={<Page title={t(title)} />} />
          </Route>
        ))}
        <Route>
          <Home />
        </Route>
      </Switch>
      <Palette />
      <DropEverywhere />
    </div>
  );
};
