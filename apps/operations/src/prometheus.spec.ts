import { PrometheusMeter } from './prometheus.js';

const expose = async (meter: PrometheusMeter, samples: Parameters<PrometheusMeter['expose']>[0] = []) =>
  (await meter.expose(samples)).text.split('\n');

describe('the metrics of a process', () => {
  it('are what was counted, by label', async () => {
    const meter = new PrometheusMeter();
    meter.count('waymark_appends_total', {});
    meter.count('waymark_events_appended_total', { type: 'DutyRaised' }, 3);
    meter.observe('waymark_append_group_size', {}, 3);
    const lines = await expose(meter);
    expect(lines).toContain('waymark_appends_total 1');
    expect(lines).toContain('waymark_append_conflicts_total 0');
    expect(lines).toContain('waymark_events_appended_total{type="DutyRaised"} 3');
    expect(lines).toContain('waymark_append_group_size_bucket{le="2"} 0');
    expect(lines).toContain('waymark_append_group_size_bucket{le="4"} 1');
  });

  it('are also those of the process itself', async () => {
    const lines = await expose(new PrometheusMeter());
    expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds '))).toBe(true);
    expect(lines.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true);
  });

  it('hold what was read this time, and nothing in place of what could not be read', async () => {
    const meter = new PrometheusMeter();
    const infinite = { name: 'waymark_sweep_lag_seconds', labels: { sweep: 'sweep-duties' }, value: Infinity } as const;
    const none = { name: 'waymark_pupils_not_accounted_for', labels: {}, value: 0 } as const;
    const first = await expose(meter, [infinite, none]);
    expect(first).toContain('waymark_sweep_lag_seconds{sweep="sweep-duties"} +Inf');
    expect(first).toContain('waymark_pupils_not_accounted_for 0');
    const second = (await expose(meter)).filter((line) => !line.startsWith('#'));
    expect(second.filter((line) => /sweep_lag|not_accounted/.test(line))).toEqual([]);
  });
});
