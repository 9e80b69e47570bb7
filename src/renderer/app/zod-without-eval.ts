/** The page's content policy forbids code made from strings, which zod tries for speed. Imported before any schema is made. */
import { z } from 'zod';

z.config({ jitless: true });
