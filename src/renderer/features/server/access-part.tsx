/** What is settled about apps, and tokens. */
import { AppsBox } from './apps-box.tsx';
import classes from './server-screen.module.css';
import { TokensBox } from './tokens-box.tsx';

/** The third part of the screen. */
export const AccessPart = () => (
  <>
    <div className={classes.box}>
      <AppsBox />
    </div>
    <div className={classes.box}>
      <TokensBox />
    </div>
  </>
);
