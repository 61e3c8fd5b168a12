using System.Text;

namespace IncidentBot.Redis.Peers;

/// <summary>Which of the 16,384 slots a key is in: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#key-distribution-model.</summary>
internal static class ClusterSlot
{
    public const int Count = 16384;

    /// <summary>For keys without braces, such as the bot's own.</summary>
    public static int Of(string key)
    {
        // CRC16 as XMODEM has it: polynomial 0x1021, from zero, nothing reflected.
        ushort crc = 0;
        foreach (var octet in Encoding.UTF8.GetBytes(key))
        {
            crc ^= (ushort)(octet << 8);
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (ushort)((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1);
            }
        }

        return crc % Count;
    }
}
