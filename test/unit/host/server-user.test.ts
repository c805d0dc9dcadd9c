import { chmodSync, mkdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeSureOfPassage, type ServerAccount } from '../../../src/host/server-user.js';
import { Scratch } from '../../fixtures/scratch.js';

/** Nobody here: neither owner nor group of any file. */
const stranger: ServerAccount = { name: 'stranger', uid: 64_999, gid: 64_999 };

it('an account reaches a place when every directory above lets it through', async () => {
  using scratch = new Scratch();
  mkdirSync(scratch.path('inner'));
  chmodSync(scratch.directory, 0o711);
  await makeSureOfPassage(stranger, scratch.path('inner'));
});

it('the directory that does not let the account through is named', async () => {
  using scratch = new Scratch();
  mkdirSync(scratch.path('closed'));
  mkdirSync(scratch.path('closed/inner'));
  chmodSync(scratch.directory, 0o711);
  chmodSync(scratch.path('closed'), 0o766);
  const refusal = makeSureOfPassage(stranger, scratch.path('closed/inner'));
  await expect(refusal).rejects.toMatchObject({
    code: 'setupFailed',
    message: expect.stringContaining(`may not pass through ${scratch.path('closed')}`) as string,
    hint: expect.stringContaining('PAYSTORM_STATE') as string,
  });
});

it("what counts for the owner is the owner's right, and for the group the group's", async () => {
  using scratch = new Scratch();
  mkdirSync(scratch.path('inner'));
  const { getuid = () => 0, getgid = () => 0 } = process;
  chmodSync(scratch.directory, 0o700);
  await makeSureOfPassage({ name: 'owner', uid: getuid(), gid: 64_999 }, scratch.path('inner'));
  chmodSync(scratch.directory, 0o710);
  await makeSureOfPassage({ name: 'member', uid: 64_999, gid: getgid() }, scratch.path('inner'));
  await expect(makeSureOfPassage(stranger, scratch.path('inner'))).rejects.toThrow('may not pass');
});
