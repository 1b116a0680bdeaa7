/** What a CI is to a step. One file per CI in hosts/ speaks its language; the verbs know this port only. */

export interface CiContext {
  /** As the hub names them: github, gitlab, jenkins, azure_devops, codepipeline, other. */
  readonly provider: string;
  /** The repository or project, by the id that survives a renaming where the CI has one. */
  readonly project?: string | undefined;
  readonly repository?: string | undefined;
  readonly commit?: string | undefined;
  readonly ref?: string | undefined;
  readonly pullRequest?: string | undefined;
  readonly run?: string | undefined;
  readonly attempt?: string | undefined;
  readonly job?: string | undefined;
  /** What tells this step from the others of its job. */
  readonly step?: string | undefined;
  readonly url?: string | undefined;
}

export type Level = 'notice' | 'warning' | 'error';
export type Result = 'succeeded' | 'failed' | 'cancelled';

/** What is not there is left out. */
export type Facts = readonly (readonly [name: string, value: string | undefined])[];

export interface CiHost {
  readonly context: CiContext;
  input(name: string): string | undefined;
  output(name: string, value: string): void;
  /** From now on it is shown as ***. */
  mask(value: string): void;
  line(text: string, stream?: 'out' | 'err'): void;
  /** A section that can be folded; closes the one before. Undefined: closes only. */
  group(title: string | undefined): void;
  annotate(level: Level, text: string, title: string): void;
  /** For the page of the job, where the CI has one. */
  summary(title: string, facts: Facts): void;
  /** Kept for the part that runs at the end of the job, where the CI has one. */
  keep(name: string, value: string): void;
  kept(name: string): string | undefined;
  /** What an earlier turn of this same step kept, where a CI calls in turns; empty in the first. Absent: a step is one process from its beginning to its end. */
  readonly earlier?: Readonly<Record<string, string>>;
  /** A token that says who this job is. Undefined: this job gets none. */
  idToken(audience: string, signal: AbortSignal | undefined): Promise<string | undefined>;
  /** How somebody gets a token here, for the refusal. */
  readonly tokenAdvice: string;
  /** Its id token counts once: what runs at the end of the job needs the token that the first login got. */
  readonly keepsToken: boolean;
  /** For later steps of the job: a variable, or a folder on the path. */
  exportVariable(name: string, value: string, secret: boolean): void;
  addPath(folder: string): void;
  /** A folder that goes away with the job. */
  readonly folder: string;
  /** Text that nobody can guess. */
  chance(): string;
  onCancel(listener: () => void): void;
  /** Last of all: the exit code by which this CI learns how it went. */
  end(result: Result, why: string): number;
}

/** What a host needs of the process that it runs in. */
export interface Surroundings {
  readonly env: Record<string, string | undefined>;
  readonly write: (text: string) => void;
  readonly append: (file: string, text: string) => void;
  /** Undefined: there is no such file. */
  readonly read: (file: string) => string | undefined;
  readonly onSignal: (signal: 'SIGINT' | 'SIGTERM', listener: () => void) => void;
  readonly random: () => string;
  readonly now: () => number;
  /** The system's folder for what is temporary. */
  readonly temporary: string;
  /** What came on the command line: name to value. */
  readonly flags: Readonly<Record<string, string>>;
}
