"""How the Chinese surnames of the source read, in Hanyu Pinyin without tones, ü written u. Used by `make.py` only.

A character that has several readings has here the one that it has as a surname: 单 shan, 仇 qiu, 区 ou, 查 zha, 解 xie, 曾 zeng, 任 ren,
盖 ge, 缪 miao, 朴 piao, 翟 zhai, 覃 qin, 乐 yue, 宁 ning, 谌 chen, 牟 mou, 冼 xian, 逯 lu.
"""

_TABLE = """
wang 王汪 li 李黎厉利 zhang 张章 liu 刘柳 chen 陈谌 yang 杨阳羊 huang 黄 wu 吴武伍邬巫乌 zhao 赵 zhou 周 xu 徐许胥 sun 孙 ma 马麻 zhu 朱祝诸
hu 胡扈呼 lin 林蔺 guo 郭国 he 何贺和赫 gao 高郜 luo 罗骆 zheng 郑 liang 梁 xie 谢解 song 宋 tang 唐汤 deng 邓 feng 冯封丰奉 han 韩
cao 曹 zeng 曾 peng 彭 xiao 萧 cai 蔡 pan 潘 tian 田 dong 董 yuan 袁苑原元 yu 于余俞喻虞郁禹 ye 叶 jiang 蒋姜江 du 杜都
su 苏粟宿 wei 魏韦卫位危尉 cheng 程成 lv 吕 ding 丁 shen 沈申 ren 任 yao 姚尧 lu 卢陆鲁路芦逯鹿 fu 傅符伏富 zhong 钟仲 cui 崔 tan 谭谈檀
liao 廖 fan 范樊 jin 金靳晋 shi 石史施时师 dai 戴 jia 贾 xia 夏 qiu 邱仇裘 fang 方房 hou 侯 zou 邹 xiong 熊 meng 孟蒙 qin 秦覃
bai 白柏 yan 阎严颜晏燕鄢 xue 薛 yin 尹殷印银阴 duan 段 lei 雷 long 龙隆 tao 陶 gu 顾古谷 mao 毛茅 hao 郝 gong 龚宫巩公 shao 邵 wan 万
qian 钱 lai 赖来 hong 洪 mo 莫 kong 孔 xiang 向项相 chang 常 wen 温文闻 kang 康 niu 牛 ge 葛盖戈 xing 邢幸 an 安 qi 齐祁戚亓 yi 易伊衣
qiao 乔 pang 庞 ni 倪 zhuang 庄 nie 聂 yue 岳乐 zhai 翟 zhan 詹湛战展 ou 欧区 geng 耿 guan 关管官 lan 兰蓝 jiao 焦 zuo 左 gan 甘干
bao 包鲍 ning 宁 shang 尚商 shu 舒束 ruan 阮 ke 柯 ji 纪季吉姬冀计嵇 mei 梅 tong 童佟仝 ling 凌 bi 毕 shan 单 pei 裴 huo 霍 tu 涂屠
miao 苗缪 sheng 盛 qu 曲屈瞿 weng 翁 ran 冉 you 游尤由 xin 辛信 ouyang 欧阳 chai 柴 hua 华花 pu 蒲浦普 teng 滕 rao 饶 mou 牟 ai 艾
mu 穆母慕 nong 农 si 司斯 zhuo 卓 jian 简 che 车 lian 连练廉 mai 麦 chu 褚楚储初 lou 娄楼 dou 窦豆 cen 岑 jing 景荆井敬 dang 党 fei 费 bu 卜
leng 冷 xi 席奚 mi 米 zong 宗 gui 桂 quan 全权 ying 应 zang 臧 min 闵 gou 苟勾 bian 边卞 luan 栾 sui 隋 diao 刁 sha 沙 rong 荣容戎
kou 寇 sang 桑 lang 郎 zhen 甄 cong 丛 ao 敖 ming 明 she 佘 chi 池迟 zha 查 kuang 邝匡况 ju 鞠居 hui 惠 nan 南 ban 班 li 栗 lao 劳 pi 皮
xian 冼鲜 pan 盘 man 满 hai 海 kan 阚 qiang 强 shuai 帅 piao 朴 zu 祖 qi 漆 ba 巴 zhi 支智植 qing 卿 di 狄邸 ping 平 suo 索 xuan 宣 men 门
yun 云 chao 晁 rui 芮 que 阙 bo 薄 yong 雍 gu 辜 a 阿 xiu 修 tai 邰 hang 杭 na 那 ru 茹 yu 玉 kang 亢 ha 哈 bin 宾 jie 揭 dan 但 ye 冶
zan 昝 heng 衡 bi 闭
"""


def readings() -> dict[str, str]:
    """Return the reading of each surname of the table; ü is written u."""
    words = _TABLE.split()
    found = {}
    for syllable, surnames in zip(words[::2], words[1::2], strict=True):
        for surname in [surnames] if surnames == "欧阳" else surnames:
            found[surname] = syllable.replace("v", "u")
    return found
