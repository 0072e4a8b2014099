/** BroadcastChannels of one name: what is posted to one reaches all others, later. */
type Channel = Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;

export class FakeChannels {
  readonly #open = new Set<Channel>();

  open(): Channel {
    const channel: Channel = {
      onmessage: null,
      postMessage: (data: unknown) => {
        const others = [...this.#open].filter((each) => each !== channel);
        const event = new MessageEvent('message', { data: structuredClone(data) });
        queueMicrotask(() => {
          for (const other of others) if (this.#open.has(other)) other.onmessage?.call(other as BroadcastChannel, event);
        });
      },
      close: () => {
        this.#open.delete(channel);
      },
    };
    this.#open.add(channel);
    return channel;
  }
}
