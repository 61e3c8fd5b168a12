using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Runbooks;

/// <summary>The text of a runbook, free of what differs between editors: byte order mark, line ends, spaces at line ends.</summary>
public sealed class RunbookText
{
    public RunbookText(string text)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Replace('\0', '\uFFFD').Split('\n').Select(line => line.TrimEnd());
        Value = string.Join('\n', lines).TrimEnd('\n') + "\n";
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value)));
    }

    public string Value { get; }

    /// <summary>SHA-256 in lowercase hex.</summary>
    public string Hash { get; }
}
