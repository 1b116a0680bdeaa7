/** TwiML: what Twilio does and says in a call. */
export interface Speech { readonly message: string; readonly language: string; readonly voice?: string | undefined; readonly repeat: number; /** Where a pressed key is told. */ readonly keysTo?: string | undefined }

/** Says it, once and again with a pause between; with `keysTo` it asks for a key, which ends the message. */
export function spoken({ message, language, voice, repeat, keysTo }: Speech): string {
  const say = (text: string): string => `<Say language="${escaped(language)}"${voice === undefined ? '' : ` voice="${escaped(voice)}"`}>${escaped(text)}</Say>`;
  const all = Array.from({ length: repeat }, () => say(message)).join('<Pause length="1"/>');
  const gather = keysTo === undefined ? all : `<Gather numDigits="1" timeout="10" method="POST" action="${escaped(keysTo)}">${all}</Gather>`;
  return `<Response>${gather}</Response>`;
}

/** Five characters, and those that XML knows no way to write. */
const escaped = (text: string): string => [...text].filter(isCharacter).join('').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');

function isCharacter(character: string): boolean {
  const point = character.codePointAt(0)!;
  return point === 9 || point === 10 || point === 13 || (point >= 0x20 && point <= 0xd7ff) || (point >= 0xe000 && point <= 0xfffd) || point >= 0x10000;
}
