/** The part of undici that is used. Its index also loads fetch, WebSockets, caches and mocks: twice the time and memory. */
declare module 'undici/lib/dispatcher/client.js' {
  export { Client as default } from 'undici';
}
