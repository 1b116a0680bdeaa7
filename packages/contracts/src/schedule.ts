/** Points in time that come again. */
import { z } from 'zod';

export const cron = z.string().max(120).regex(/^[0-9A-Za-z*,/-]+( [0-9A-Za-z*,/?#-]+){4}$/, 'expected five cron fields: minute hour day month weekday');

export const timeZone = z.string().max(64).regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/, 'expected a name of the IANA time zone database');
