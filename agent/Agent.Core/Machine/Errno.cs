namespace Kernward.Machine;

/// <summary>Names of Linux error numbers, so that a failed write says <c>EBUSY</c> and not 16.</summary>
public static class Errno
{
    public const int Eintr = 4;
    public const int Epipe = 32;
    public const int Enosys = 38;
    public const int Eperm = 1;
    public const int Eagain = 11;
    public const int Eacces = 13;
    public const int Enoent = 2;
    public const int Eexist = 17;
    public const int Enotempty = 39;

    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "EPERM", [2] = "ENOENT", [3] = "ESRCH", [4] = "EINTR", [5] = "EIO", [6] = "ENXIO", [7] = "E2BIG", [9] = "EBADF",
        [11] = "EAGAIN", [12] = "ENOMEM", [13] = "EACCES", [14] = "EFAULT", [16] = "EBUSY", [17] = "EEXIST", [18] = "EXDEV",
        [19] = "ENODEV", [20] = "ENOTDIR", [21] = "EISDIR", [22] = "EINVAL", [23] = "ENFILE", [24] = "EMFILE", [25] = "ENOTTY",
        [26] = "ETXTBSY", [27] = "EFBIG", [28] = "ENOSPC", [29] = "ESPIPE", [30] = "EROFS", [32] = "EPIPE", [33] = "EDOM",
        [34] = "ERANGE", [36] = "ENAMETOOLONG", [38] = "ENOSYS", [39] = "ENOTEMPTY", [40] = "ELOOP", [61] = "ENODATA", [75] = "EOVERFLOW",
        [95] = "EOPNOTSUPP", [105] = "ENOBUFS", [110] = "ETIMEDOUT", [116] = "ESTALE", [122] = "EDQUOT",
    };

    /// <summary>The symbolic name, or <c>errno N</c> for one that no write is known to give.</summary>
    public static string Name(int number) => Names.TryGetValue(number, out var name) ? name : $"errno {number}";
}
