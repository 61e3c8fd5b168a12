// One more than the two processors of the machine that CI runs on: most tests wait for a real server most of the time.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
