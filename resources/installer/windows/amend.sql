INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('running', 3074, 'actions', '/RUNNING="[INSTALLFOLDER]workstation.exe"')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('running', 'NOT UPGRADINGPRODUCTCODE', 1501)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('InstallExecute', 'NOT UPGRADINGPRODUCTCODE', 1502)
UPDATE `InstallExecuteSequence` SET `Sequence` = 1503 WHERE `Action` = 'RemoveExistingProducts'
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('wipe', 3138, 'actions', '/WIPE=1')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('wipe', 'REMOVE="ALL" AND WIPE="1" AND NOT UPGRADINGPRODUCTCODE', 3600)
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('forget', 1090, 'actions', '/FORGET=1')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('forget', 'REMOVE="ALL" AND WIPE="1" AND NOT UPGRADINGPRODUCTCODE', 3601)
UPDATE `Property` SET `Value` = 'WIPE;WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED' WHERE `Property` = 'SecureCustomProperties'
