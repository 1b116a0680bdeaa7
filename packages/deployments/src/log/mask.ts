/** Takes secrets out of lines: values that the hub knows, and what looks like a credential of a system that everybody uses. */

const MASK = '***';
/** Shorter values would mask half of every log. */
const SHORTEST = 4;

const LOOKS: readonly RegExp[] = [
  /\bpb_[0-9A-Za-z]{49}\b/g, // our own keys and tokens
  /\bgh[pousr]_[0-9A-Za-z]{36,255}\b/g,
  /\bgithub_pat_[0-9A-Za-z_]{22,255}\b/g,
  /\bgl(?:pat|ptt|dt|rt|cbt|oas|soat|ft|imt|agent)-[0-9A-Za-z_.-]{20,255}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bxox[abeoprs]-[0-9A-Za-z-]{10,255}/g,
  /\bsk_(?:live|test)_[0-9A-Za-z]{16,255}\b/g,
  /\bATATT[0-9A-Za-z_=-]{20,255}/g,
  /\bnpm_[0-9A-Za-z]{36}\b/g,
  /\bhv[sb]\.[0-9A-Za-z_-]{20,255}/g,
  /\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]*/g, // a JSON Web Token
  /(?<=\bauthorization\s{0,4}[:=]\s{0,4}["']?(?:bearer|basic|token)\s{1,4})[^\s"',;]{8,}/gi,
  /(?<=:\/\/[^\s/:@]{0,200}:)[^\s/@]{3,}(?=@)/g, // the password in a URL
  /(?<=\b(?:aws_secret_access_key|aws_session_token|client_secret|password|passwd|api[_-]?key|access[_-]?token)["']?\s{0,4}[:=]\s{0,4}["']?)[^\s"',;]{6,}/gi,
];

export type Masked = (line: string) => string;

export function createMask(values: readonly string[]): Masked {
  const known = [...new Set(values.flatMap(formsOf))].filter((value) => value.length >= SHORTEST).sort((a, b) => b.length - a.length); // the longest first: one may hold another
  return (line) => {
    let masked = line;
    for (const value of known) masked = masked.replaceAll(value, MASK);
    for (const look of LOOKS) masked = masked.replaceAll(look, MASK);
    return masked;
  };
}

/** As it is, line by line, and as it is often written. */
function formsOf(value: string): string[] {
  const lines = value.split(/\r?\n/).map((each) => each.trim());
  const json = JSON.stringify(value).slice(1, -1);
  return [value, ...lines, json, encodeURIComponent(value), Buffer.from(value).toString('base64')];
}

const PRIVATE_KEY = /-----(BEGIN|END) [A-Z ]*PRIVATE KEY-----/;

/** A private key goes over many lines: everything from its first to its last. */
export function maskLines(lines: readonly string[], mask: Masked): string[] {
  let inside = false;
  return lines.map((line) => {
    const [, edge] = PRIVATE_KEY.exec(line) ?? [];
    if (edge === 'BEGIN') inside = !/-----END [A-Z ]*PRIVATE KEY-----/.test(line);
    else if (edge === 'END') inside = false;
    return edge !== undefined || inside ? MASK : mask(line);
  });
}
