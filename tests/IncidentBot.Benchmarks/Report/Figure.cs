using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Benchmarks.Report;

/// <summary>One measured number for machines: the median of all rounds, unless its name says otherwise.</summary>
internal sealed record Figure(string Bench, string Unit, double Ours, double? Peer = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public double? Ratio => Peer is null ? null : Math.Round(Ours / Peer.Value, 4);

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Limit { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this with { Ours = Math.Round(Ours, 4), Peer = Peer is { } peer ? Math.Round(peer, 4) : null }, Json);
}
