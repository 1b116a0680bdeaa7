/** Our signatures and those of others fit together. `node test/conformance/signatures.ts` */
import { proof } from '../proof.ts';
import { proveSignatures } from './signatures/prove.ts';

proof('conformance signatures', await proveSignatures());
