using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentBot.Actions;
using IncidentBot.Settings;

namespace IncidentBot.Http;

/// <summary>The section <c>Http</c>: each service by its name.</summary>
internal sealed record HttpOptions
{
    public Dictionary<string, HttpTargetOptions> Targets { get; } = new(StringComparer.OrdinalIgnoreCase);
}

internal sealed record HttpTargetOptions
{
    /// <summary>Where every path begins: <c>https://api.internal/v1/</c>.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>PEM file with the authorities to trust instead of the system's. The default value is the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>A secret that is sent as a bearer token: <c>Token</c>, and <c>TestToken</c> for the endpoints whose <c>TokenName</c> is <c>Test</c>.</summary>
    [Keys(Ending = "Token")]
    [PasswordPropertyText(true)]
    public Dictionary<string, string> Tokens { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the watch looks at those of its endpoints that only read and take no argument. The default value is true.</summary>
    public bool Watch { get; set; } = true;

    public Dictionary<string, EndpointOptions> Endpoints { get; } = new(StringComparer.OrdinalIgnoreCase);
}

internal sealed record EndpointOptions
{
    /// <summary>GET, HEAD, POST, PUT, PATCH or DELETE. The default value is GET.</summary>
    public string Method { get; set; } = "GET";

    /// <summary>Below the base, with its arguments in braces: <c>admin/jobs/failed?since={since}</c>.</summary>
    public string Path { get; set; } = "";

    /// <summary>Change or Destructive; needed where the method may change something, and only there.</summary>
    public Risk? Risk { get; set; }

    /// <summary>What it does, for whoever confirms it.</summary>
    public string Help { get; set; } = "";

    /// <summary>True where no token is sent.</summary>
    public bool Anonymous { get; set; }

    /// <summary>Which token is sent; the default is <c>Token</c>, <c>Test</c> is <c>TestToken</c>.</summary>
    public string TokenName { get; set; } = "";

    /// <summary>The status that is well. The default is any of 200 to 299.</summary>
    [Range(100, 599)]
    public int? Expect { get; set; }

    /// <summary>The endpoint that is read after this one was called; the default is none, and then its own status counts.</summary>
    public string? Verify { get; set; }

    /// <summary>How long it may take. The default value is 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(10);

    public Dictionary<string, ArgumentOptions> Arguments { get; } = new(StringComparer.OrdinalIgnoreCase);
}
