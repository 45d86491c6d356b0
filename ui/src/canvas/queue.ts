// States by value, the least first: a heap on arrays that are kept.

export class Queue {
  private states = new Int32Array(1024);
  private values = new Float64Array(1024);
  private count = 0;

  clear(): void {
    this.count = 0;
  }

  /** The value of what comes next. */
  get least(): number {
    return this.count > 0 ? this.values[0]! : Infinity;
  }

  push(state: number, value: number): void {
    if (this.count === this.states.length) this.grow();
    const { states, values } = this;
    let i = this.count;
    this.count = i + 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      const above = values[up]!;
      if (above <= value) break;
      states[i] = states[up]!;
      values[i] = above;
      i = up;
    }
    states[i] = state;
    values[i] = value;
  }

  /** The state of the least value; -1 if there is none. */
  pop(): number {
    if (this.count === 0) return -1;
    const { states, values } = this;
    const n = (this.count -= 1);
    const top = states[0]!;
    const state = states[n]!;
    const value = values[n]!;
    let i = 0;
    for (let down = 1; down < n; down = 2 * i + 1) {
      let below = values[down]!;
      if (down + 1 < n && values[down + 1]! < below) below = values[(down += 1)]!;
      if (below >= value) break;
      states[i] = states[down]!;
      values[i] = below;
      i = down;
    }
    states[i] = state;
    values[i] = value;
    return top;
  }

  private grow(): void {
    const { states, values } = this;
    this.states = new Int32Array(2 * states.length);
    this.values = new Float64Array(2 * values.length);
    this.states.set(states);
    this.values.set(values);
  }
}
