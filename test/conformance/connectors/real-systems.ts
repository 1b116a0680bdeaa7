import { alertmanager } from './alertmanager.ts';
import { prometheus } from './prometheus.ts';
import type { RealSystem } from './real.ts';
import { registry } from './registry.ts';

export const realSystems: readonly RealSystem[] = [alertmanager, prometheus, registry];
