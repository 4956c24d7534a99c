package fucina.gateway.store.questdb;

import io.questdb.DefaultTelemetryConfiguration;
import io.questdb.Metrics;
import io.questdb.TelemetryConfiguration;
import io.questdb.cairo.CommitMode;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.griffin.engine.table.parquet.ParquetCompression;

/**
 * QuestDB set for a few tables, one writer and a small process: every commit synced, buffers of
 * kilobytes where its defaults are megabytes a column.
 *
 * <p>The sequencer's log keeps its first format (one file, 28 bytes a commit, never purged). The
 * second, partitioned format is not used on purpose: read in 9.3.4's source, it syncs its header
 * but not its parts, so a loss of power could leave a commit counted and not recorded.
 */
class LeanConfiguration extends DefaultCairoConfiguration {
  private static final int KIB = 1024;
  private static final int QUEUE = 16;
  private static final int POOL = 16;
  private static final long MINUTE_MILLIS = 60_000;
  private static final int ZSTD_LEVEL = 3;

  private final TelemetryConfiguration telemetry =
      new DefaultTelemetryConfiguration() {
        @Override
        public boolean getDisableCompletely() {
          return true;
        }

        @Override
        public boolean getEnabled() {
          return false;
        }
      };

  LeanConfiguration(String root) {
    super(root);
  }

  @Override
  public int getCommitMode() {
    return CommitMode.SYNC;
  }

  @Override
  public TelemetryConfiguration getTelemetryConfiguration() {
    return telemetry;
  }

  @Override
  public Metrics getMetrics() {
    return Metrics.DISABLED;
  }

  @Override
  public boolean enableTestFactories() {
    return false;
  }

  @Override
  public int getO3ColumnMemorySize() {
    return 256 * KIB;
  }

  /**
   * Machines' clocks and delays differ, so nearly every group reaches back behind the newest row,
   * and QuestDB then rewrites the partition from there, or all of it where what stays untouched is
   * smaller than this. With its own 50 MiB, 500 readings a second that came up to 0.3 s late
   * rewrote 90 MB a second; with 1 MiB, 2 MB a second, the log's own writing included.
   */
  @Override
  public long getPartitionO3SplitMinSize() {
    return 1024L * KIB;
  }

  @Override
  public int getSqlCopyBufferSize() {
    return 4 * KIB;
  }

  @Override
  public int getSqlPageFrameMaxRows() {
    return 100_000;
  }

  @Override
  public long getInactiveReaderTTL() {
    return MINUTE_MILLIS;
  }

  @Override
  public long getInactiveWriterTTL() {
    return 10 * MINUTE_MILLIS;
  }

  // Past days as Parquet: the defaults of this class leave them uncompressed, in row groups without
  // a size, into which no late row can be merged.

  @Override
  public int getPartitionEncoderParquetCompressionCodec() {
    return ParquetCompression.COMPRESSION_ZSTD;
  }

  @Override
  public int getPartitionEncoderParquetCompressionLevel() {
    return ZSTD_LEVEL;
  }

  @Override
  public int getPartitionEncoderParquetRowGroupSize() {
    return 100_000;
  }

  @Override
  public int getPartitionEncoderParquetDataPageSize() {
    return 1024 * KIB;
  }

  // Queues between threads: one thread applies, so a short queue is as good as a long one.

  @Override
  public int getPageFrameReduceQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getUnorderedPageFrameReduceQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getVectorAggregateQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getLatestByQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getGroupByMergeShardQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getGroupByTopKQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getColumnIndexerQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getColumnPurgeQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getO3CallbackQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getO3CopyQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getO3OpenColumnQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getO3PartitionQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getO3PurgeDiscoveryQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getWalTxnNotificationQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getSqlCopyQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getSqlCopyExportQueueCapacity() {
    return QUEUE;
  }

  @Override
  public int getPageFrameReduceShardCount() {
    return 2;
  }

  // Pools of each SQL compiler: they grow where a statement needs more, ours are short.

  @Override
  public int getSqlModelPoolCapacity() {
    return POOL;
  }

  @Override
  public int getSqlLexerPoolCapacity() {
    return POOL;
  }

  @Override
  public int getSqlExpressionPoolCapacity() {
    return POOL;
  }

  @Override
  public int getSqlColumnPoolCapacity() {
    return POOL;
  }

  @Override
  public int getSqlJoinContextPoolCapacity() {
    return POOL;
  }

  @Override
  public int getWithClauseModelPoolCapacity() {
    return POOL;
  }

  @Override
  public int getWindowColumnPoolCapacity() {
    return POOL;
  }

  @Override
  public int getExplainPoolCapacity() {
    return POOL;
  }

  @Override
  public int getCreateTableColumnModelPoolCapacity() {
    return POOL;
  }

  @Override
  public int getGroupByPoolCapacity() {
    return POOL;
  }

  @Override
  public int getRecentWriteTrackerCapacity() {
    return POOL;
  }
}
