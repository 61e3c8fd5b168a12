namespace IncidentBot.Redis.Wire;

/// <summary>The other side does not speak RESP, or a reply exceeds the limits.</summary>
internal sealed class RespProtocolException(string message, byte? firstByte = null) : Exception(message)
{
    private const byte TlsAlert = 0x15;

    public bool LooksLikeTls => firstByte == TlsAlert;
}
