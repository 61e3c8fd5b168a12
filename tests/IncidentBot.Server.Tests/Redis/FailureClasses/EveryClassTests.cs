using IncidentBot.Redis.Actions.Cluster;
using IncidentBot.Redis.Actions.Sentinel;
using IncidentBot.Redis.Diagnoses;

namespace IncidentBot.Redis;

/// <summary>No class of the table without a test that provokes it.</summary>
public sealed class EveryClassTests
{
    private static readonly Dictionary<FailureClass, string> ProvokedIn = new()
    {
        [FailureClass.NameResolution] = nameof(ConnectionProbeTests),
        [FailureClass.Refused] = nameof(ConnectionFailureTests),
        [FailureClass.ConnectTimeout] = nameof(ConnectionFailureTests),
        [FailureClass.SocketDenied] = nameof(UnixSocketTests),
        [FailureClass.Hung] = nameof(ConnectionFailureTests),
        [FailureClass.Closed] = nameof(ConnectionProbeTests),
        [FailureClass.NotRedis] = nameof(ConnectionProbeTests),
        [FailureClass.TlsFailed] = nameof(ConnectionProbeTests),
        [FailureClass.TlsUntrusted] = nameof(ConnectionProbeTests),
        [FailureClass.TlsExpected] = nameof(ConnectionProbeTests),
        [FailureClass.TlsNotOffered] = nameof(ConnectionProbeTests),
        [FailureClass.NoAuth] = nameof(AccessFailureTests),
        [FailureClass.WrongPassword] = nameof(AccessFailureTests),
        [FailureClass.PasswordNotExpected] = nameof(AccessFailureTests),
        [FailureClass.NoPermission] = nameof(AccessFailureTests),
        [FailureClass.NoSuchDatabase] = nameof(AccessFailureTests),
        [FailureClass.Sentinel] = nameof(Servers.ServerKindTests),
        [FailureClass.ProtectedMode] = nameof(ConnectionFailureTests),
        [FailureClass.MaxClients] = nameof(ConnectionFailureTests),
        [FailureClass.Loading] = nameof(LoadingFailureTests),
        [FailureClass.MasterDown] = nameof(ReplicationFailureTests),
        [FailureClass.ReadOnly] = nameof(ReplicationFailureTests),
        [FailureClass.Misconf] = nameof(PersistenceFailureTests),
        [FailureClass.OutOfMemory] = nameof(MemoryFailureTests),
        [FailureClass.Busy] = nameof(ScriptFailureTests),
        [FailureClass.Unkillable] = nameof(ScriptFailureTests),
        [FailureClass.ClusterDown] = nameof(ClusterFailoverTests),
        [FailureClass.ClusterRedirect] = nameof(ClusterTests),
        [FailureClass.NoQuorum] = nameof(SentinelsTests),
        [FailureClass.SplitBrain] = nameof(SentinelsTests),
        [FailureClass.NoReplicas] = nameof(ReplicationFailureTests),
        [FailureClass.Paused] = nameof(GameDays.GalleryTests),
        [FailureClass.Evicting] = nameof(GameDays.GalleryTests),
        [FailureClass.ClientsRefused] = nameof(GameDays.GalleryTests),
        [FailureClass.Slow] = nameof(GameDays.GalleryTests),
        [FailureClass.ExpiryStorm] = nameof(GameDays.GalleryTests),
        [FailureClass.SlowDisk] = nameof(StrainTests),
        [FailureClass.ReplicaBehind] = nameof(ReplicationFailureTests),
        [FailureClass.FewPlaces] = nameof(GameDays.GalleryTests),
        [FailureClass.NearlyFull] = nameof(GameDays.GalleryTests),
        [FailureClass.SnapshotFailed] = nameof(DiagnoserTests),
        [FailureClass.Fragmented] = nameof(GameDays.GalleryTests),
        [FailureClass.NotAvailable] = nameof(Permissions.BlockedCommandTests),
        [FailureClass.Quota] = nameof(Servers.ProviderErrorsTests),
    };

    /// <summary>Loopback always has a route; an unknown error is whatever is none of these.</summary>
    private static readonly FailureClass[] NotProvoked = [FailureClass.Unreachable, FailureClass.UnknownServerError];

    [Fact]
    public void Each_has_a_class_of_tests_that_exists()
    {
        var classes = typeof(EveryClassTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet();

        Assert.Empty(Enum.GetValues<FailureClass>().Except(ProvokedIn.Keys).Except(NotProvoked));
        Assert.All(ProvokedIn.Values, name => Assert.Contains(name, classes));
    }
}
