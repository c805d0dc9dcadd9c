/** A thread that answers questions: each has a number, and gets one answer or one failure. When the thread ends, whoever still waits is told. */
import { Worker } from 'node:worker_threads';

/** To the thread. */
export interface NumberedQuestion<Question> {
  readonly number: number;
  readonly question: Question;
}

/** From the thread. */
export type NumberedAnswer<Answer> =
  { readonly number: number; readonly answer: Answer } | { readonly number: number; readonly failure: string };

/** `Answers` says for each kind of question what it is answered with. */
export class AskedThread<Question extends { readonly kind: keyof Answers }, Answers> implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (message: NumberedAnswer<unknown> | Error) => void>();
  #asked = 0;
  #end: Error | null = null;

  /** `name` is what the thread is called in the error of whoever asks it when it has ended. */
  constructor(file: string, name: string, order: unknown) {
    this.#worker = new Worker(file, { workerData: order });
    this.#worker.on('message', (message: NumberedAnswer<unknown>) => {
      this.#waiting.get(message.number)?.(message);
      this.#waiting.delete(message.number);
    });
    this.#worker.on('error', (error: Error) => this.#onEnd(error));
    this.#worker.on('exit', () => this.#onEnd(new Error(`${name} has ended.`)));
  }

  ask<Asked extends Question>(question: Asked): Promise<Answers[Asked['kind']]> {
    if (this.#end !== null) return Promise.reject(this.#end);
    this.#asked += 1;
    const number = this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, (message) => {
        if (message instanceof Error) reject(message);
        else if ('failure' in message) reject(new Error(message.failure));
        else resolve(message.answer as Answers[Asked['kind']]);
      });
      this.#worker.postMessage({ number, question } satisfies NumberedQuestion<Question>);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #onEnd(error: Error): void {
    this.#end ??= error;
    for (const settle of this.#waiting.values()) settle(this.#end);
    this.#waiting.clear();
  }
}

/** The thread's side: answers one question after the other as they come, also while an earlier one is still being answered. */
export function answerQuestions<Question>(
  port: {
    on(event: 'message', listener: (message: NumberedQuestion<Question>) => void): unknown;
    postMessage(message: NumberedAnswer<unknown>): void;
  },
  answer: (question: Question) => Promise<unknown>,
  wordsOf: (error: unknown) => string,
): void {
  port.on('message', ({ number, question }) => {
    void answer(question).then(
      (found) => port.postMessage({ number, answer: found }),
      (error: unknown) => port.postMessage({ number, failure: wordsOf(error) }),
    );
  });
}
