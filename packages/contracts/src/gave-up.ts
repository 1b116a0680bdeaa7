/** Whether somebody gave up: then nothing was found out about whom he asked. That the time was over does say something about the other side. */
export const gaveUp = ({ aborted, reason }: AbortSignal): boolean => aborted && !(reason instanceof DOMException && reason.name === 'TimeoutError');
