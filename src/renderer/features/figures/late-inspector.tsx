/** The right panel in its own chunk: the picture and the field to type in come first. Holds its place until then. */
import { late } from '../../app/late.tsx';
import classes from './inspector.module.css';

const Panel = late(async () => (await import('./inspector.tsx')).Inspector);

/** See inspector.tsx. */
export const Inspector = () => <Panel instead={<div className={classes.inspector} />} />;
