/** The cost of a decision and of a rendering alone, in one process. */
export const microRow = {
  name: 'micro',
  title: 'Conditions and templates a second, one core',
  play: async (stage) => {
    const helper = await stage.helper('micro', { BENCH_DIST: stage.dist });
    return helper.call('measure', { seconds: 1 });
  },
};
